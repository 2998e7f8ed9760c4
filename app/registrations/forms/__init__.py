"""Forms of exhibitors, visitors, reviewers and officers: HTTP text to typed values, nothing written."""
