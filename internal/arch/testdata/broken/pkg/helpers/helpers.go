package helpers // want: pkg/helpers is in no layer

func Must() {}
