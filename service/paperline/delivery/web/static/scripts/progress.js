/* A day whose lines are being written: how far the job is, and the lines as they come. */

const LOOK_MILLISECONDS = 1500;
const JOB_EVENTS = ["progress", "done"];

async function runningJob() {
  const answer = await fetch("/v1/jobs?limit=20", { headers: { Accept: "application/json" } });
  if (!answer.ok) return null;
  const { jobs } = await answer.json();
  return jobs.find((job) => job.status === "running") ?? jobs.find((job) => job.status === "queued") ?? null;
}

const wordsFor = (job) => {
  const stages = Object.entries(job.stages ?? {}).map(([name, { done, total }]) => `${name} ${done} of ${total}`);
  return job.status === "queued" ? "Waiting for its turn." : `Being read now: ${stages.join(", ") || "just begun"}.`;
};

/** Follows what goes on; `renew` gets the page as it is now, each time it has changed. */
export function startProgress(renew) {
  const notice = document.getElementById("progress");
  if (!notice) return;
  const words = notice.querySelector("#progress-words");
  const bar = notice.querySelector("progress");
  let followed = null;
  let tag = null;

  function tell(job) {
    notice.hidden = false;
    words.textContent = wordsFor(job);
    const last = Object.values(job.stages ?? {}).at(-1);
    if (last?.total) Object.assign(bar, { max: last.total, value: last.done });
  }

  function follow(job) {
    tell(job);
    if (followed) return;
    followed = new EventSource(`/v1/jobs/${encodeURIComponent(job.id)}`);
    for (const name of JOB_EVENTS) followed.addEventListener(name, (event) => tell(JSON.parse(event.data)));
    const end = () => { followed.close(); followed = null; look(); };
    followed.addEventListener("done", end);
    followed.addEventListener("error", end);
  }

  async function look() {
    try {
      const answer = await fetch(location.href, { headers: tag ? { "If-None-Match": tag } : {}, cache: "no-store" });
      if (answer.status === 200) {
        if (tag) renew(new DOMParser().parseFromString(await answer.text(), "text/html"));
        tag = answer.headers.get("ETag");
      }
      const job = followed ? null : await runningJob();
      if (job) follow(job);
    } catch { /* the server is away: the next look may find it */ }
  }

  look();
  const looking = setInterval(() => {
    if (!notice.isConnected) clearInterval(looking);
    else if (!document.hidden) look();
  }, LOOK_MILLISECONDS);
}
