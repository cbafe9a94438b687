"""Teaching: invented cases, the guided story and the labs, each checked against the rules and the figures."""
