// Tells the app that hosts the page, by whichever way it has. Written for old web views, too.
(function () {
  var query = new URLSearchParams(location.search);
  var report = JSON.stringify({
    outcome: query.get("outcome"),
    transactionId: query.get("transactionId"),
    paRes: query.get("paRes") || ""
  });
  var hosts = [
    function () { window.webkit.messageHandlers.checkoutThreeDs.postMessage(report); },
    function () { window.CheckoutThreeDs.onOutcome(report); },
    function () { if (window.parent !== window) window.parent.postMessage(report, "*"); }
  ];
  hosts.forEach(function (tell) {
    try { tell(); } catch (absent) { /* this kind of host is not there */ }
  });
})();
