// Makes pages nicer that work without it.
"use strict";

// A choice counts at once; the button is for those without scripts.
for (const form of document.querySelectorAll("form:has([data-submit])")) {
    form.querySelector("button").hidden = true;
    form.addEventListener("change", () => form.requestSubmit());
}

// Where not all tabs fit, the one that is open is among those that are seen.
document.querySelector(".tabs [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

// Who clicks twice means it once: the second request would come with a token that the first used up.
document.addEventListener("submit", event => {
    const form = event.target;
    if (form.method === "post" && !event.defaultPrevented) {
        if (event.timeStamp - form.dataset.sent < 1000) {
            event.preventDefault();
        } else {
            form.dataset.sent = event.timeStamp;
        }
    }
});

// Exact times are shown in UTC; where a script runs, those of the reader stand beside them.
function localTimes(root) {
    for (const time of root.querySelectorAll("time[datetime]")) {
        const local = new Date(time.dateTime);
        time.title = local.toLocaleString(document.documentElement.lang) + " (" + time.dateTime + ")";
    }
}

function copyButtons(root) {
    for (const button of root.querySelectorAll("button[data-copy]")) {
        button.hidden = !navigator.clipboard;
        button.onclick = async () => {
            await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
            const label = button.textContent;
            button.textContent = button.dataset.copied;
            setTimeout(() => { button.textContent = label; }, 2000);
        };
    }
}

for (const improve of [localTimes, copyButtons]) {
    improve(document);
    document.addEventListener("htmx:load", event => improve(event.detail.elt));
}
