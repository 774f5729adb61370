module github.com/arqam-io/arqam/internal/gen/cldr

go 1.26

require go.yaml.in/yaml/v3 v3.0.5
