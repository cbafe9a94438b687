import streamlit as st

st.text_input("figure")
