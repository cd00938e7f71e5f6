"""Names to points: the gazetteer, geocoders and their doubts."""
