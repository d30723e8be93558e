{}["it's a key"]
