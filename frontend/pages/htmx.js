import htmx from "htmx.org";

// The content security policy allows neither inline styles nor evaluated text, and no page of ours
// asks another host.
Object.assign(htmx.config, {
  allowEval: false,
  allowScriptTags: false,
  includeIndicatorStyles: false,
  selfRequestsOnly: true,
  historyCacheSize: 0, // a page about a family is never kept in the browser's storage
  refreshOnHistoryMiss: true,
});

export { htmx };
