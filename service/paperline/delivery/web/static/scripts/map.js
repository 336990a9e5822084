/* The map: one stop for the tab key; arrow keys go to the nearest paper in their direction, Home and End to the first and last. */
const DIRECTIONS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

const map = document.querySelector("svg.map");
const points = [...map?.querySelectorAll("a.point") ?? []].map((link) => {
  const { e: x, f: y } = link.transform.baseVal.getItem(0).matrix;
  return { link, x, y };
});

/** The point that is nearest in a direction: what lies aside counts twice, what lies behind not at all. */
function nearest(from, [right, down]) {
  let best = null, least = Infinity;
  for (const point of points) {
    const along = (point.x - from.x) * right + (point.y - from.y) * down;
    const aside = Math.abs((point.x - from.x) * down) + Math.abs((point.y - from.y) * right);
    const distance = along + 2 * aside;
    if (along > 0 && distance < least) [best, least] = [point, distance];
  }
  return best;
}

function stop(point, focus) {
  for (const other of points) other.link.setAttribute("tabindex", other === point ? "0" : "-1");
  if (focus) point.link.focus();
}

if (points.length) {
  stop(points[0], false);
  document.getElementById("map-keys").hidden = false;
  map.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const at = points.find((point) => point.link === document.activeElement);
    if (!at) return;
    const to = { Home: points[0], End: points.at(-1) }[event.key] ?? (DIRECTIONS[event.key] && nearest(at, DIRECTIONS[event.key]));
    if (!to && !DIRECTIONS[event.key]) return;
    event.preventDefault();
    if (to) stop(to, true);
  });
  map.addEventListener("focusin", (event) => {
    const point = points.find((each) => each.link === event.target.closest("a.point"));
    if (point) stop(point, false);
  });
}
