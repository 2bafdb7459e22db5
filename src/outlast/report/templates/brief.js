"use strict";
// Draw every chart of the page from the specification beside it, without eval.
(async () => {
  const views = {};
  for (const script of document.querySelectorAll("script[data-chart]")) {
    const place = document.getElementById(script.dataset.chart);
    const drawn = await vegaEmbed(place, JSON.parse(script.textContent), {
      ast: true, expr: vega.expressionInterpreter, renderer: "svg", actions: false,
    });
    views[script.dataset.chart] = drawn.view;
    const svg = place.querySelector("svg");
    svg.setAttribute("aria-hidden", "true"); // the figure's own label and table speak for it
    svg.setAttribute("focusable", "false");
  }
  const choose = document.querySelector(".switch");
  if (choose && views["chart-suppliers"]) {
    choose.hidden = false;
    choose.addEventListener("change", (event) => {
      views["chart-suppliers"].signal("basis", event.target.value).runAsync();
    });
  }
  document.documentElement.dataset.drawn = "true";
})();
