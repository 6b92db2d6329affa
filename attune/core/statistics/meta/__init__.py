"""Meta-analysis: the effects of several studies or services put together."""
