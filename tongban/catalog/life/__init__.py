"""人生大事和经营活动: which services one matter of life needs, in what order."""
