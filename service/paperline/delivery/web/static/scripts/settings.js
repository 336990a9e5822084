/* Before anything is drawn: how the reader wants the page to look, so that nothing flashes or moves. */
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  const read = (name) => { try { return localStorage.getItem("paperline." + name); } catch { return null; } };
  const theme = read("theme");
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  if (read("density") === "compact") root.dataset.density = "compact";
  if (/[?&](mine=[a-z]|sort=for-you)/.test(location.search)) root.classList.add("waiting");
})();
