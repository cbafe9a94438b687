import altair as alt
import pandas as pd
import streamlit as st

st.title("One chart")
st.altair_chart(alt.Chart(pd.DataFrame({"x": [1, 2, 3], "y": [3, 1, 2]})).mark_point().encode(x="x", y="y"))
