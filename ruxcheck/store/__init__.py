"""The data folder: read, checked strictly and turned into typed records."""
