import ts from "typescript";import {execFileSync} from "node:child_process";import {readFileSync} from "node:fs";
const files=execFileSync("git",["ls-files","-co","--exclude-standard","--","*.ts"],{encoding:"utf8"}).split("\n").filter(Boolean);
const isF=(n)=>ts.isFunctionLike(n)&&n.body;
for(const f of files){
 const src=readFileSync(f,"utf8");const sf=ts.createSourceFile(f,src,ts.ScriptTarget.Latest,true);
 const own=(root,mode)=>{const lines=new Set();
 const visit=(n)=>{ if(n.kind>=ts.SyntaxKind.FirstJSDocNode&&n.kind<=ts.SyntaxKind.LastJSDocNode)return; if(n!==root&&isF(n)&&(mode==="own"||mode==="named"&&!ts.isCallExpression(n.parent)))return; if(n.getChildCount(sf)===0&&n.kind!==ts.SyntaxKind.EndOfFileToken){const a=sf.getLineAndCharacterOfPosition(n.getStart(sf)).line,b=sf.getLineAndCharacterOfPosition(n.getEnd()).line;for(let i=a;i<=b;i++)lines.add(i);} else n.getChildren(sf).forEach(visit);};
 visit(root);return lines.size};
 const fv=(n)=>{ if(isF(n)){
  let name=n.name?.getText(sf)??"";let p=n.parent;let d=false;if(ts.isCallExpression(p)){name=p.expression.getText(sf)+"("+(p.arguments[0]?.getText(sf).slice(0,40))+")";d=/^describe/.test(name)}
  else if(p.name)name=p.name.getText(sf);
  const a=sf.getLineAndCharacterOfPosition(n.getStart(sf)).line;
  const all=own(n,"all"),named=own(n,"named"),o=own(n,"own");
  if(!d&&(all>40))console.log(f,a+1,name,all,named,o);} ts.forEachChild(n,fv);};
 fv(sf);
}
