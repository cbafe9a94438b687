"""The rules: possible values, criteria, records and one patient's answer. Pure standard library; never reads the clock."""
