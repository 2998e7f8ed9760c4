"""What every feature stands on and that knows none of them: database, web, access, errors, forms, time, text, languages."""
