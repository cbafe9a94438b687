"""The pages about one patient, two labels and a list of patients."""
