// Fetches the page again every two seconds and shows its main part; while the server is away, what stands stays.
const main = document.getElementById("main");
async function refresh() {
  if (!document.hidden) {
    try {
      const answer = await fetch(location.href, { cache: "no-store" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      main.replaceChildren(...page.getElementById("main").childNodes);
      main.classList.remove("stale");
    } catch (error) {
      main.classList.add("stale");
    }
  }
  setTimeout(refresh, 2000);
}
setTimeout(refresh, 2000);
