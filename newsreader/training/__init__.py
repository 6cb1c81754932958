"""Makes the splitter's weights from a corpus of dumps; needs the `training` extra, and nothing imports it."""
