"""Lists of patients as people have them: files of every kind, columns by any name, and each cell as possible values."""
