module github.com/arqam-io/arqam/internal/gen/words

go 1.26.7

require (
	github.com/arqam-io/arqam v0.0.0
	go.yaml.in/yaml/v3 v3.0.5
)

require (
	github.com/abadojack/whatlanggo v1.0.1 // indirect
	github.com/quagmt/udecimal v1.10.1 // indirect
	golang.org/x/text v0.43.0 // indirect
)

replace github.com/arqam-io/arqam => ../../..
