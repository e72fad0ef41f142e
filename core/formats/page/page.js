(function () {
	"use strict";
	var form = document.getElementById("tools"), frame = document.getElementById("picture");
	var svg = frame.querySelector("svg"), told = document.getElementById("told");
	var rows = Array.prototype.slice.call(document.querySelectorAll("tbody tr"));
	var marks = Array.prototype.slice.call(svg.querySelectorAll(".mark"));
	var box = svg.viewBox.baseVal, wide = box.width, high = box.height, zoom = 1;

	function fold(s) {
		return s.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
	}

	function list(row, name) {
		var s = row.getAttribute("data-" + name);
		return s ? s.split("\n") : [];
	}

	/* What there is to choose from, once each, in the order of the words. */
	function fill(name) {
		var select = form.elements[name], seen = {};
		rows.forEach(function (row) {
			var ids = list(row, name), words = list(row, name + "-names");
			ids.forEach(function (id, i) { seen["=" + id] = words[i] || id; });
		});
		Object.keys(seen).sort(function (a, b) {
			return seen[a].localeCompare(seen[b]);
		}).forEach(function (id) {
			var option = document.createElement("option");
			option.value = id.slice(1);
			option.textContent = seen[id];
			select.appendChild(option);
		});
		if (select.options.length < 2)
			select.parentNode.hidden = true;
	}

	function fits(row, wanted) {
		return ["actor", "topic", "status"].every(function (name) {
			return !wanted[name] || list(row, name).indexOf(wanted[name]) >= 0;
		}) && wanted.words.every(function (word) { return row.folded.indexOf(word) >= 0; });
	}

	function filter() {
		var shown = {}, count = 0;
		var wanted = { words: fold(form.elements.text.value).split(/\s+/).filter(Boolean) };
		["actor", "topic", "status"].forEach(function (name) { wanted[name] = form.elements[name].value; });
		rows.forEach(function (row) {
			var fit = fits(row, wanted);
			row.classList.toggle("out", !fit);
			shown[row.getAttribute("data-n")] = fit;
			count += fit ? 1 : 0;
		});
		marks.forEach(function (mark) {
			mark.classList.toggle("out", shown[mark.getAttribute("data-n")] === false);
		});
		told.textContent = count + " of " + rows.length + " events";
	}

	/* Around a point of the frame, which stays where it is. */
	function scale(factor, x, y) {
		var before = zoom;
		zoom = Math.min(12, Math.max(0.25, zoom * factor));
		var grown = zoom / before;
		svg.style.width = wide * zoom + "px";
		svg.style.height = high * zoom + "px";
		frame.scrollLeft = (frame.scrollLeft + x) * grown - x;
		frame.scrollTop = (frame.scrollTop + y) * grown - y;
		frame.setAttribute("data-zoom", zoom.toFixed(2));
	}

	function middle(factor) {
		scale(factor, frame.clientWidth / 2, frame.clientHeight / 2);
	}

	function whole() {
		scale(Math.min(1, frame.clientWidth / wide) / zoom, 0, 0);
		frame.scrollLeft = frame.scrollTop = 0;
	}

	function choose(mark) {
		var row = document.querySelector("tbody tr[data-n='" + mark.getAttribute("data-n") + "']");
		document.querySelectorAll("tr.chosen").forEach(function (r) { r.classList.remove("chosen"); });
		if (!row)
			return;
		row.classList.add("chosen");
		row.querySelector("details").open = true;
		row.scrollIntoView({ block: "center" });
		row.querySelector("summary").focus({ preventScroll: true });
	}

	var from = null, moved = false;
	frame.addEventListener("pointerdown", function (e) {
		if (e.pointerType === "mouse" && e.button === 0)
			from = { x: e.clientX, y: e.clientY, left: frame.scrollLeft, top: frame.scrollTop };
		moved = false;
	});
	window.addEventListener("pointermove", function (e) {
		if (!from)
			return;
		moved = moved || Math.abs(e.clientX - from.x) + Math.abs(e.clientY - from.y) > 4;
		frame.classList.toggle("dragged", moved);
		frame.scrollLeft = from.left - (e.clientX - from.x);
		frame.scrollTop = from.top - (e.clientY - from.y);
	});
	window.addEventListener("pointerup", function () {
		from = null;
		frame.classList.remove("dragged");
	});
	frame.addEventListener("wheel", function (e) {
		if (!e.ctrlKey && !e.metaKey)
			return;
		e.preventDefault();
		var rect = frame.getBoundingClientRect();
		scale(e.deltaY < 0 ? 1.2 : 1 / 1.2, e.clientX - rect.left, e.clientY - rect.top);
	}, { passive: false });
	frame.addEventListener("keydown", function (e) {
		if (e.key === "+" || e.key === "=")
			middle(1.25);
		else if (e.key === "-")
			middle(0.8);
		else if (e.key === "0")
			whole();
		else if (e.key === "Enter" && e.target.classList.contains("mark"))
			choose(e.target);
		else
			return;
		e.preventDefault();
	});
	marks.forEach(function (mark) {
		mark.setAttribute("tabindex", "0");
		mark.setAttribute("role", "button");
		/* What is called out holds what is seen, also where that was cut. */
		var seen = mark.querySelector("text").textContent, whole = mark.querySelector("title").textContent;
		mark.setAttribute("aria-label", whole.indexOf(seen) >= 0 ? whole : seen + " " + whole);
		mark.addEventListener("click", function (e) {
			e.preventDefault();
			if (!moved)
				choose(mark);
		});
	});
	rows.forEach(function (row) { row.folded = fold(row.textContent); });
	["actor", "topic", "status"].forEach(fill);
	form.addEventListener("input", filter);
	form.addEventListener("reset", function () { setTimeout(filter, 0); });
	form.addEventListener("submit", function (e) { e.preventDefault(); });
	document.getElementById("in").addEventListener("click", function () { middle(1.25); });
	document.getElementById("out").addEventListener("click", function () { middle(0.8); });
	document.getElementById("all").addEventListener("click", whole);
	document.addEventListener("keydown", function (e) {
		if (e.key === "/" && !/INPUT|SELECT|TEXTAREA/.test(document.activeElement.tagName)) {
			e.preventDefault();
			form.elements.text.focus();
		}
	});
	window.addEventListener("beforeprint", function () {
		document.querySelectorAll("details").forEach(function (d) { d.open = true; });
	});
	form.hidden = false;
	filter();
})();
