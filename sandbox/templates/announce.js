// Screen readers announce a live region when it changes, and not what it held when the page came.
(function () {
  var error = document.getElementById("error");
  var text = error.textContent;
  error.textContent = "";
  setTimeout(function () { error.textContent = text; }, 100);
})();
