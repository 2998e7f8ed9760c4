// What became of badges, kept on this device until the server has heard of it: a reload or a lost answer loses nothing.
import { ask, Over, remember } from "./api.js";

const waiting = () => JSON.parse(remember("reports") || "[]");

export function add(report) {
  remember("reports", JSON.stringify([...waiting(), report]));
}

export async function send() {
  for (const report of waiting()) {
    try {
      await ask(`jobs/${report.id}/report`, report.body);
    } catch (error) {
      if (!(error instanceof Over)) throw error;
    }
    remember("reports", JSON.stringify(waiting().filter((item) => item.id !== report.id || item.body.lease !== report.body.lease)));
  }
}
