"""Attacks on every public function: fuzzing by coverage, text that is meant to become SQL, and bombs."""
