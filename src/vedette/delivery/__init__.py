"""Messages as what is sent: CAP, webhook, e-mail, Atom, ntfy, Slack, iCalendar, STIX. Plain functions to bytes."""
