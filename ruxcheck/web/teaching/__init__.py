"""The teaching pages: story, cases and labs."""
