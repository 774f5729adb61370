package lang
import ("testing";"fmt";"sort";"strings")
func walk(l *Lexicon, do func(key string, es []Entry)) {
	names := make([]string, len(l.words))
	for n, id := range l.ids { names[id]=n }
	var deep func(prefix string, br []branch)
	deep = func(prefix string, br []branch){ for _,b:=range br { k:=prefix+" "+names[b.word]; do(k,l.nodes[b.node].entries); deep(k,l.nodes[b.node].next)}}
	for id:=range l.words { do(names[id], l.words[id].entries); deep(names[id], l.words[id].next)}
}
func TestZZ(t *testing.T){
 s,err:=Load(); if err!=nil{t.Fatal(err)}
 t.Log(int(numClasses))
 all:=map[string]map[Class]int{}
 ids:=map[string]map[string]bool{}
 for _,lg:=range s.Langs(){ p,_:=s.Get(lg); all[lg]=map[Class]int{}; ids[lg]=map[string]bool{}
  walk(p.Lexicon, func(k string, es []Entry){
    by:=map[Class][]Entry{}
    for _,e:=range es{ all[lg][e.Class]++; by[e.Class]=append(by[e.Class],e); ids[lg][e.Class.String()+" "+e.ID+fmt.Sprint(e.Num,"/",e.Den)]=true}
    for c,x:=range by{ if len(x)>1 { var d []string; for _,e:=range x{d=append(d,fmt.Sprintf("%s %d/%d attrs %b form %b",e.ID,e.Num,e.Den,e.Attrs,e.Form))}; t.Logf("%s %q %s: %s",lg,k,c,strings.Join(d," | "))}}
  })
 }
 for c:=range AllClasses(){ t.Logf("%-18s ar %d en %d", c, all["ar"][c], all["en"][c])}
 for a,b:=range map[string]string{"ar":"en","en":"ar"}{ var o []string; for k:=range ids[a]{ if !ids[b][k]&&!strings.HasPrefix(k,"noun"){o=append(o,k)}}; sort.Strings(o); t.Log("only in",a,strings.Join(o,"; "))}
}
