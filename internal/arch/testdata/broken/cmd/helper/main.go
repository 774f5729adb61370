package main // want: only cmd/arqam is package main

func main() {}
