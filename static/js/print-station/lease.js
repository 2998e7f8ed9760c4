// Keeps a badge with this tab while it is printed and asked about: meanwhile no other station gets it.
import { ask, Gone, Over } from "./api.js";

// `lost` fails when the badge is somebody else's, or the tab is no station any more. Without a net the lease runs on.
export function keep(job) {
  let timer = 0;
  const lost = new Promise((_never, fail) => {
    timer = setInterval(async () => {
      try {
        await ask(`jobs/${job.id}/keep`, { lease: job.lease });
      } catch (error) {
        if (error instanceof Over || error instanceof Gone) fail(error);
      }
    }, job.lease_s * 250);
  });
  lost.catch(() => {});
  return { lost, stop: () => clearInterval(timer) };
}
