"""The engine of many machines: an Elasticsearch cluster, one versioned index behind an alias."""
