"""Screen parts shared by pages. The only folder, with `pages/` and `app.py`, that imports streamlit."""
