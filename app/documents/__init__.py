"""The doors to PDF (WeasyPrint), QR codes, charts, spreadsheets and word documents."""
