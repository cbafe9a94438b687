"""The rules inside a health record: patients from FHIR R4, and a CDS Hooks service. Pure: no clock, no network, nothing kept of a patient."""
