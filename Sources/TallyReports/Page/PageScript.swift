/// The one script of a page, which sorts and filters tables.
///
/// All that is to be read is there without it.
enum PageScript {
    /// The script.
    static let text = """
        "use strict";
        (function(){
        function enhance(table){
        var head=table.tHead.rows[0],body=table.tBodies[0];
        if(!body||body.rows.length<2)return;
        var rows=Array.from(body.rows),original=rows.slice();
        Array.from(head.cells).forEach(function(cell,column){
        var button=document.createElement("button");
        button.type="button";
        while(cell.firstChild)button.appendChild(cell.firstChild);
        cell.appendChild(button);
        cell.setAttribute("aria-sort","none");
        button.addEventListener("click",function(){
        var isNumber=cell.classList.contains("num"),now=cell.getAttribute("aria-sort");
        var first=isNumber?"descending":"ascending",second=isNumber?"ascending":"descending";
        var next=now==="none"?first:now===first?second:"none";
        Array.from(head.cells).forEach(function(other){other.setAttribute("aria-sort","none")});
        cell.setAttribute("aria-sort",next);
        var sign=next==="ascending"?1:-1;
        rows=next==="none"?original.slice():original.map(function(row,index){
        var item=row.cells[column],value=item.getAttribute("data-v");
        return{row:row,index:index,value:isNumber?(value===null?null:Number(value)):value===null?item.textContent:value};
        }).sort(function(a,b){
        if(a.value===null||b.value===null)return a.value===b.value?a.index-b.index:a.value===null?1:-1;
        var order=isNumber?a.value-b.value:a.value.localeCompare(b.value,"en",{numeric:true});
        return order===0?a.index-b.index:order*sign;
        }).map(function(item){return item.row});
        rows.forEach(function(row){body.appendChild(row)});
        });
        });
        if(rows.length<6)return;
        var tools=document.createElement("div"),label=document.createElement("label");
        var input=document.createElement("input"),status=document.createElement("span");
        tools.className="tools";
        label.textContent="Filter";
        input.type="search";
        status.setAttribute("role","status");
        input.setAttribute("aria-label","Filter the rows of "+table.getAttribute("data-title"));
        input.addEventListener("input",function(){
        var wanted=input.value.toLowerCase(),shown=0;
        original.forEach(function(row){
        row.hidden=wanted!==""&&row.textContent.toLowerCase().indexOf(wanted)<0;
        if(!row.hidden)shown+=1;
        });
        status.textContent=wanted===""?"":shown+" of "+original.length+" rows";
        });
        label.appendChild(input);
        tools.appendChild(label);
        tools.appendChild(status);
        var scroll=table.parentNode;
        scroll.parentNode.insertBefore(tools,scroll);
        }
        document.querySelectorAll("table").forEach(enhance);
        })();
        """
}
