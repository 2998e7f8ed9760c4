"""Events and their kinds, series and editions, halls, hosts, roles, the shared calendar; the event is the tenant."""
