"""Programs that use widgetql as a host application would."""
