"""The Streamlit app: what every page is made from, and what the server sends. The only package that imports streamlit."""
