/// The one script of a page, which sorts and filters tables, and asks the server of a live page for a newer one.
///
/// All that is to be read is there without it.
enum PageScript {
    /// The script.
    static let text = """
        "use strict";
        (function(){
        \(Self.sorting)
        \(Self.filtering)
        function enhance(table){
        var body=table.tBodies[0];
        if(!body||body.rows.length<2)return;
        table.original=Array.from(body.rows);
        addSorting(table,body);
        if(body.rows.length>5)addFilter(table);
        }
        document.querySelectorAll("table").forEach(enhance);
        \(Self.refreshing)
        })();
        """

    private static let sorting = """
        function sort(table,body,column,order){
        var cells=Array.from(table.tHead.rows[0].cells),isNumber=cells[column].classList.contains("num");
        cells.forEach(function(cell,index){cell.setAttribute("aria-sort",index===column?order:"none")});
        var sign=order==="ascending"?1:-1;
        var rows=order==="none"?table.original:table.original.map(function(row,index){
        var cell=row.cells[column],value=cell.getAttribute("data-v");
        if(isNumber)value=value===null?null:Number(value);
        else if(value===null)value=cell.textContent;
        return{row:row,index:index,value:value};
        }).sort(function(a,b){
        if(a.value===null||b.value===null)return a.value===b.value?a.index-b.index:a.value===null?1:-1;
        var difference=isNumber?a.value-b.value:a.value.localeCompare(b.value,"en",{numeric:true});
        return difference===0?a.index-b.index:difference*sign;
        }).map(function(item){return item.row});
        rows.forEach(function(row){body.appendChild(row)});
        }
        function addSorting(table,body){
        Array.from(table.tHead.rows[0].cells).forEach(function(cell,column){
        var button=document.createElement("button");
        button.type="button";
        while(cell.firstChild)button.appendChild(cell.firstChild);
        cell.appendChild(button);
        cell.setAttribute("aria-sort","none");
        button.addEventListener("click",function(){
        var isNumber=cell.classList.contains("num"),now=cell.getAttribute("aria-sort");
        var first=isNumber?"descending":"ascending",second=isNumber?"ascending":"descending";
        sort(table,body,column,now==="none"?first:now===first?second:"none");
        });
        });
        }
        """

    private static let filtering = """
        function addFilter(table){
        var tools=document.createElement("div"),label=document.createElement("label");
        var input=document.createElement("input"),status=document.createElement("span");
        tools.className="tools";
        label.textContent="Filter";
        input.type="search";
        status.setAttribute("role","status");
        input.setAttribute("aria-label","Filter the rows of "+table.getAttribute("data-title"));
        input.addEventListener("input",function(){
        var wanted=input.value.toLowerCase(),shown=0;
        table.original.forEach(function(row){
        row.hidden=wanted!==""&&row.textContent.toLowerCase().indexOf(wanted)<0;
        if(!row.hidden)shown+=1;
        });
        status.textContent=wanted===""?"":shown+" of "+table.original.length+" rows";
        });
        label.appendChild(input);
        tools.appendChild(label);
        tools.appendChild(status);
        table.filter=input;
        var scroll=table.parentNode;
        scroll.parentNode.insertBefore(tools,scroll);
        }
        """

    /// Takes over a newer page without what the reader has chosen being lost: order, filter, what is open, the focus.
    private static let refreshing = """
        var every=Number(document.body.getAttribute("data-refresh"));
        if(!(every>0))return;
        var last="";
        function controls(){return Array.from(document.querySelectorAll("main button,main input,main summary,main a"))}
        function choices(){
        return{tables:Array.from(document.querySelectorAll("table")).map(function(table){
        var cells=Array.from(table.tHead.rows[0].cells);
        var column=cells.findIndex(function(cell){return/scending$/.test(cell.getAttribute("aria-sort")||"")});
        return{title:table.getAttribute("data-title"),column:column,
        order:column<0?"none":cells[column].getAttribute("aria-sort"),filter:table.filter?table.filter.value:""};
        }),open:Array.from(document.querySelectorAll("details")).map(function(item){return item.open}),
        focus:controls().indexOf(document.activeElement)};
        }
        function restore(chosen){
        document.querySelectorAll("details").forEach(function(item,index){
        if(index<chosen.open.length)item.open=chosen.open[index];
        });
        document.querySelectorAll("table").forEach(function(table,index){
        var item=chosen.tables[index];
        if(!item||!table.original||item.title!==table.getAttribute("data-title"))return;
        if(item.column>=0&&item.column<table.tHead.rows[0].cells.length)
        sort(table,table.tBodies[0],item.column,item.order);
        if(item.filter&&table.filter){table.filter.value=item.filter;table.filter.dispatchEvent(new Event("input"))}
        });
        var control=controls()[chosen.focus];
        if(control)control.focus({preventScroll:true});
        }
        function refresh(){
        fetch(location.href,{cache:"no-store",credentials:"omit"}).then(function(answer){
        if(!answer.ok)throw new Error(String(answer.status));
        return answer.text();
        }).then(function(text){
        document.body.classList.remove("stale");
        if(text===last)return;
        last=text;
        var page=new DOMParser().parseFromString(text,"text/html"),chosen=choices();
        ["header","main"].forEach(function(name){
        var now=document.querySelector(name),next=page.querySelector(name);
        if(now&&next)now.replaceWith(document.importNode(next,true));
        });
        document.title=page.title;
        document.querySelectorAll("table").forEach(enhance);
        restore(chosen);
        }).catch(function(){document.body.classList.add("stale")}).then(function(){setTimeout(refresh,every)});
        }
        setTimeout(refresh,every);
        """
}
