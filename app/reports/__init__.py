"""Summaries of an event as page, PDF, DOCX and XLSX; leadership pages; exports. Reads every feature."""
