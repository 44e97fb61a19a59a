// What plain forms cannot do: nothing here is needed to read or to send.
"use strict";
document.addEventListener("htmx:afterRequest", (event) => {
	// A part that could not be fetched says so beside what is there.
	document.body.toggleAttribute("data-offline", event.detail.failed && !event.detail.xhr.status);
});
