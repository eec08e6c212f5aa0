"""The colours of a state on every map and in every file, readable by those who do not see red and green apart."""

#: State → colour. Source: Okabe and Ito 2008 (vermilion, orange, sky blue), and grey.
STATE_COLOURS = {"inside": "#d55e00", "possibly": "#e69f00", "outside": "#4f9bc9", "unknown": "#8a8f94"}
