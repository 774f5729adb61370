module github.com/arqam-io/arqam/internal/gen/cldr

go 1.26
