module example.org/cldr
