package helpers // want: pkg/helpers stands in no layer

func Must() {}
