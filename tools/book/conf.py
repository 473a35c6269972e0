"""Sphinx reads this for `python3 course.py site` (tools/site.py, which also names the sources)."""

project = html_title = "From Tokens to LoRA"
extensions = ["myst_nb", "tools.site"]

html_theme = "furo"
html_theme_options = {"top_of_page_buttons": []}
html_static_path = ["static"]
html_css_files = ["book.css"]
html_math_renderer = "mathml"  # tools/site.py
pygments_style = "a11y-high-contrast-light"
pygments_dark_style = "a11y-high-contrast-dark"
html_copy_source = html_show_sourcelink = html_show_copyright = html_use_index = False
html_show_search_summary = False  # it would ask for pages again, which a folder cannot answer

nb_execution_mode = "off"
nb_ipywidgets_js = {}
nb_merge_streams = True

# Where a link leads is seen on the finished pages: tools/links.py knows names that Sphinx does not.
suppress_warnings = ["myst.xref_missing"]
myst_enable_extensions = ["amsmath", "dollarmath"]
myst_disable_syntax = ["myst_line_comment", "myst_block_break", "myst_role", "myst_target"]
myst_dmath_allow_labels = False
myst_dmath_double_inline = True
myst_update_mathjax = False
myst_heading_anchors = 6
myst_heading_slug_func = "tools.site.anchor"
