{#- A tap is kept on the device before it is sent; then thanks, or the note that it is kept. What is
    kept is delivered by static/taps.js, which comes when the page stands; this much travels in it.

    An entry is the form as it is sent, with ``to``, its address. It lies in the storage, or where that
    is forbidden in a plain object, under its key: ticket and tap. The first tap of a page has the key
    of the plain form, so that Back and another choice stays one answer. Words by number: 0 kept,
    1 kept until the page closes, 2 sent, 3 the button for somebody else. -#}
var d=document,f=d.forms[0],n=d.querySelector("[role=status]"),w=n.dataset.w.split("|"),last,s
try{s=localStorage;s.t=1}catch(x){s={}}
f.onsubmit=v=>{var b=v.submitter,e=new URLSearchParams(new FormData(f)),k=e.get("nonce")+e.get("tap")
if(b){v.preventDefault();b.className="kept";f.inert=1
e.set(b.name,b.value);e.set("given_at",last=Date.now());e.set("to",f.action)
try{s[k]=e}catch(x){s={[k]:e}}
fetch(f.action,{method:"POST",body:e,headers:{Prefer:"return=minimal"}}).then(r=>{if(r.status>201)throw r;delete s[k];location=r.headers.get("location")}).catch(x=>self.go?go():f.hidden=n.innerHTML="<p class=note>"+w[+!s.key])}}
onload=ononline=x=>{self.go?go():d.body.append(x=d.createElement("script"));x.src="{{ asset("taps.js") }}"}
