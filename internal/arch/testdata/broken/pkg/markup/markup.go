package markup

import "os" // want: pkg/markup is pure

var Home = os.TempDir()
