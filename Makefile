# Every target installs what it needs into .venv (`make test` with `apt-get` too, .ci/servers), quickly where it is there.
PYTHON ?= python3
VENV := .venv
# SQLAlchemy 2.0, to be found before what is in .venv.
SA20 := .venv-sa20
BIN := $(VENV)/bin
# Test workers; they share one PostgreSQL server.
WORKERS ?= 2
PYTEST := -m pytest -n $(WORKERS)

export PIP_DISABLE_PIP_VERSION_CHECK = 1
export PIP_ROOT_USER_ACTION = ignore

# Starts of 5,000 cases each.
SEEDS ?= 4
FILTERS ?= 10000
WIDGETS ?= 2000
SEED ?= 0
# The commit of release 0.1.
FORMER ?= 2acfce8
# Each way of computing, with the databases on which there is another.
STRATEGIES := buckets=ranges:sqlite,postgresql buckets=thresholds:postgresql buckets=days:sqlite \
	buckets=halves:sqlite buckets=division:sqlite,postgresql dashboard=separate:sqlite,postgresql,duckdb,clickhouse groups=ranked:sqlite,postgresql,duckdb

.PHONY: help demo app servers test test-browser quick test-sa20 test-spark test-strategies fuzz attack soak package lint format docs worst bench bench-full \
	bench-people bench-former bench-promise clean

help:
	@echo "make demo       a dashboard over 336,776 real flights, in the terminal and as a page"
	@echo "make app        a host application over a call centre, on http://127.0.0.1:8000 (PORT=8000 URL=sqlite:///...)"
	@echo "make test       every test on SQLite, DuckDB, PostgreSQL, MariaDB and ClickHouse, a sample on Spark"
	@echo "make test-browser  the host application's page, each control of it, in headless Chromium"
	@echo "make quick      the tests with a word in their name on one database: T=pie ON=sqlite, in ten seconds"
	@echo "make test-sa20  what SQLAlchemy 2.0 may change, on SQLite, its SQL on PostgreSQL"
	@echo "make test-spark every test on Spark SQL: 40 to 70 minutes"
	@echo "make test-strategies  the tests of meanings, each way of computing forced in turn"
	@echo "make laws       what holds without an interpreter, over many rows (LAWS=200 TIMES=50 SEED=0)"
	@echo "make scope      two tenants held apart in each of 44 shapes of scope, on each database, Spark too (WIDGETQL_DATABASES)"
	@echo "make schema     the JSON schemas beside the validators, in Python and on Node, and types of them (DOCUMENTS=20000 SEED=0)"
	@echo "make mutants    300 mutants of the library against the interpreter's comparisons (SEED: the commit's hash)"
	@echo "make planted    how many random cases it takes to see each of 64 planted faults of arithmetic"
	@echo "make fuzz       random cases in bulk, for each database (FILTERS=10000 WIDGETS=2000 SEED=0)"
	@echo "make attack     fuzzing guided by coverage, on every public function (SECONDS=3600 SEED=0)"
	@echo "make soak       threads and tasks on every database at once, answers compared (SECONDS=600)"
	@echo "make package    the sdist and the wheel, each installed and used in a clean environment"
	@echo "make faults     connections that break at any byte, servers killed, cancels that get lost (SECONDS=600 SEED=0)"
	@echo "make density    how full random cases are: figures of each chart, aggregation and storage (SEEDS=4)"
	@echo "make lint       ruff, mypy, pyright"
	@echo "make format     let ruff mend what it can"
	@echo "make docs       the documentation, into build/docs"
	@echo "make worst      the costliest widgets that the default limits allow over 1,000,000 calls: seconds, bytes, memory"
	@echo "make bench      widgetql against SQL by hand over 1,000,000 calls; writes docs/performance.md"
	@echo "make bench-full the same over 10,000,000 calls as well"
	@echo "make bench-people  the questions that people ask, beside SQL by hand, and constructs beside plain widgets; writes docs/performance.md"
	@echo "make bench-promise  SQLite with canonical=True and without; writes docs/performance.md"
	@echo "make bench-former  this version beside a former one, in one run (FORMER=2acfce8)"

# Debian's python3 may lack ensurepip: then the pip next to it fills the environment.
define create-venv
	@test -x $(1)/bin/pip || $(PYTHON) -m venv $(1) >/dev/null 2>&1 \
		|| { $(PYTHON) -m venv --clear --without-pip $(1) && $(PYTHON) -m pip --python $(1)/bin/python install --quiet pip; } \
		|| { echo "no virtual environment: install python3-venv, or pip" >&2; exit 1; }
endef

# One stamp for each extra of pyproject.toml.
$(VENV)/.has-%: pyproject.toml
	$(call create-venv,$(VENV))
	$(BIN)/python -m pip install --quiet --no-compile --editable '.[$*]'
	@touch $@

$(SA20)/.has-sqlalchemy: $(VENV)/.has-test
	$(BIN)/python -m pip install --quiet --no-compile --no-deps --upgrade --target $(SA20) 'sqlalchemy>=2.0.30,<2.1'
	@touch $@

demo: $(VENV)/.has-demo
	$(BIN)/python -m examples.flights

# Calls until now in SQLite, or in the PostgreSQL of a URL: URL=postgresql+psycopg://user:password@host/database.
PORT ?= 8000
app: $(VENV)/.has-app $(if $(filter postgresql%,$(URL)),$(VENV)/.has-postgres)
	$(BIN)/python -m examples.host_app --port $(PORT) $(if $(URL),--url '$(URL)')

# What pip cannot install.
servers:
	@.ci/servers

test: servers $(VENV)/.has-test
	$(BIN)/python $(PYTEST) --cov=src/widgetql --cov-branch --cov-report=term-missing:skip-covered --cov-fail-under=98

# Chromium is Debian's: what Playwright would fetch is not asked for. WIDGETQL_SCREENSHOTS=folder keeps pictures.
test-browser: $(VENV)/.has-browser
	@command -v chromium >/dev/null || command -v google-chrome >/dev/null \
		|| { apt-get update -qq || true; DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends chromium; }
	WIDGETQL_BROWSER=1 $(BIN)/python -m pytest tests/browser

# Random cases, drill-downs, combinations and the conformance table test widgetql's meanings, which are the same with either version;
# the examples' answers and other databases add no construct of SQLAlchemy's, but for the tests of their own dialects
# (DuckDB's compiles as PostgreSQL's);
# drawings, schemas and texts ask no database; what columns hold, tenants, caches and the largest filters are Python's.
SAME_WITH_BOTH := $(addprefix --ignore=tests/,property conformance combinations drill examples laws mutants attack soak \
	front/test_schema.py front/test_schema_unread.py front/test_dashboard.py front/test_react_querybuilder.py front/test_react_querybuilder_itself.py \
	stored scope filters/test_many_dates.py filters/test_largest.py databases/test_faults.py test_kept.py test_completeness.py \
	cli mcp charts/test_exports.py test_display.py test_vega.py test_vega_look.py test_vega_named.py test_vega_time.py test_regex.py \
	test_relative_time.py test_zones.py \
	test_benchmarks.py test_directory.py testing test_floors.py \
	test_size.py test_regex_properties.py test_relative_time_properties.py databases/test_spark.py \
	databases/test_clickhouse_shards.py databases/test_nanoseconds.py databases/test_databases.py databases/test_replica.py)

# What is written otherwise on a server, and read by its driver.
WRITTEN_ANEW := $(addprefix tests/,filters/test_operators.py filters/test_golden_sql.py charts/test_sql.py charts/test_bar.py charts/test_table.py dashboard/test_dashboard.py databases/test_databases.py databases/test_replica.py sql)

test-sa20: export PYTHONPATH = $(CURDIR)/$(SA20)
test-sa20: export WIDGETQL_DATABASES ?= sqlite
test-sa20: servers $(SA20)/.has-sqlalchemy
	$(BIN)/python -c "import sqlalchemy; assert sqlalchemy.__version__.startswith('2.0.'), sqlalchemy.__version__"
	$(BIN)/python $(PYTEST) $(SAME_WITH_BOTH)
	WIDGETQL_DATABASES=postgresql $(BIN)/python $(PYTEST) $(WRITTEN_ANEW)

# Without the tests whose thousands of statements would take hours: hypothesis's (there is the bulk run instead),
# and one that inserts row by row.
SPARK_IGNORES := $(addprefix --ignore=tests/,property/test_filters.py property/test_widgets.py databases/test_call_centre.py)

test-spark: servers $(VENV)/.has-test
	WIDGETQL_DATABASES=spark WIDGETQL_FILTERS=1000 WIDGETQL_WIDGETS=300 \
		$(BIN)/python -m pytest tests -k spark $(SPARK_IGNORES)

# On SQLite and DuckDB, in two processes; it fails where less than 90 % are killed, or 80 % of a module's.
.PHONY: mutants planted scope
mutants: $(VENV)/.has-test
	$(BIN)/python -m tests.mutants $(if $(filter-out 0,$(SEED)),--seed $(SEED))

planted: $(VENV)/.has-test
	$(BIN)/python -m tests.mutants.planted

# Elsewhere SQLite asks in each shape, and the other databases share them out.
scope: export WIDGETQL_DATABASES ?= sqlite,duckdb,postgresql,mariadb,clickhouse,spark
scope: servers $(VENV)/.has-test
	WIDGETQL_SHAPES=all $(BIN)/python $(PYTEST) tests/scope

LAWS ?= 200
TIMES ?= 50
.PHONY: laws schema
laws: servers $(VENV)/.has-test
	WIDGETQL_SEED=$(SEED) WIDGETQL_LAWS=$(LAWS) WIDGETQL_TIMES=$(TIMES) $(BIN)/python $(PYTEST) tests/laws

# Node judges by ajv and compiles the types; its packages are installed into build, as their lock file pins them.
DOCUMENTS ?= 20000
schema: $(VENV)/.has-test
	@command -v npm >/dev/null \
		|| { apt-get update -qq || true; DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends nodejs npm; }
	$(BIN)/python -m tests.front.schemas --documents $(DOCUMENTS) --seed $(SEED)

# Each way to compute an answer, forced in turn.
# One chart's or one operator's tests, on one database.
T ?= pie
ON ?= sqlite
quick: $(VENV)/.has-test
	WIDGETQL_DATABASES=$(ON) $(BIN)/python -m pytest -q -x -p no:cacheprovider \
		$(or $(wildcard tests/charts/test_$(T).py),tests/filters -k $(T))

test-strategies: servers $(VENV)/.has-test
	for way in $(STRATEGIES); do \
		WIDGETQL_STRATEGY=$${way%%:*} WIDGETQL_DATABASES=$${way##*:} \
			$(BIN)/python $(PYTEST) tests/conformance tests/property tests/dashboard || exit 1; \
	done

fuzz: servers $(VENV)/.has-test
	$(BIN)/python -m tests.property.bulk --filters $(FILTERS) --widgets $(WIDGETS) --seed $(SEED)
	WIDGETQL_SEED=$(SEED) WIDGETQL_CONSTRUCTS=1 $(BIN)/python $(PYTEST) tests/property/test_constructs.py

# Not the shell's own variable: only what is given to `make` counts.
attack: $(VENV)/.has-attack
	$(BIN)/python -m tests.attack $(or $(SECONDS),3600) $(SEED)

soak: servers $(VENV)/.has-test
	$(BIN)/python -m tests.soak $(or $(SECONDS),600)

package: $(VENV)/.has-package
	$(BIN)/python .ci/package.py

# Delays, cuts, resets and silence between driver and server; servers killed; cancels that get lost.
faults: servers $(VENV)/.has-test
	SECONDS=$(or $(SECONDS),600) SEED=$(SEED) $(BIN)/python -m tests.faults

# Drawn and counted in Python: no database is asked.
.PHONY: density
density: $(VENV)/.has-test
	WIDGETQL_DENSITY=5000 WIDGETQL_DENSITY_SEEDS=$(SEEDS) $(BIN)/python -m pytest tests/testing/test_density.py

lint: $(VENV)/.has-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pyright --pythonpath $(BIN)/python

format: $(VENV)/.has-lint
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: $(VENV)/.has-docs
	$(BIN)/python -m sphinx --fail-on-warning --keep-going --quiet --jobs auto --builder html docs build/docs
	@echo "build/docs/index.html"

worst: servers $(VENV)/.has-test
	$(BIN)/python -m benchmarks.worst

bench: $(VENV)/.has-test
	$(BIN)/python -m benchmarks --write

bench-people: $(VENV)/.has-test
	$(BIN)/python -m benchmarks.people --write

bench-promise: $(VENV)/.has-test
	$(BIN)/python -m benchmarks.promise --write

bench-full: $(VENV)/.has-test
	$(BIN)/python -m benchmarks --calls 1000000 10000000 --write

bench-former: $(VENV)/.has-test
	$(BIN)/python -m benchmarks.versions $(FORMER)

clean:
	rm -rf $(VENV) $(SA20) build dist site .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage
