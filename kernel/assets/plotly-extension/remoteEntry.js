// A JupyterLab extension without a build: JupyterLab asks the container below for "./mimeExtension", and gives it the modules
// that all extensions share. plotly.js lies beside this file and is fetched at the first figure, once a page.
(() => {
  const mime = "application/vnd.plotly.v1+json";
  const library = new URL("plotly.min.js", document.currentScript.src).href;

  let loading;
  function plotly() {
    loading ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = library;
      script.onload = () => resolve(window.Plotly);
      script.onerror = () => reject(new Error(`Cannot draw with plotly.js: it could not be loaded from ${library}`));
      document.head.append(script);
    });
    return loading;
  }

  function rendererOf({ Widget }) {
    return class PlotlyRenderer extends Widget {
      constructor() {
        super();
        this.addClass("noisebook-plotly");
        this.node.style.overflow = "auto";
      }

      async renderModel(model) {
        const { data, layout, config } = model.data[mime];
        const Plotly = await plotly();
        // plotly.js writes into what it is given, and the model is the notebook's.
        await Plotly.react(this.node, structuredClone(data), structuredClone(layout ?? {}), config ?? {});
        this.node.setAttribute("role", "img");
        const words = model.data["text/plain"];
        if (words) this.node.setAttribute("aria-label", String(words));
      }

      dispose() {
        if (!this.isDisposed) window.Plotly?.purge(this.node);
        super.dispose();
      }
    };
  }

  async function shared(scope, name) {
    const [version] = Object.values(scope[name]);
    return (await version.get())();
  }

  let renderer;
  const extension = {
    id: "noisebook-plotly:factory",
    rendererFactory: { safe: true, mimeTypes: [mime], createRenderer: () => new renderer() },
    rank: 40,
    dataType: "json",
  };

  window._JUPYTERLAB ??= {};
  window._JUPYTERLAB["noisebook-plotly"] = {
    async init(scope) {
      renderer ??= rendererOf(await shared(scope, "@lumino/widgets"));
    },
    async get() {
      return () => ({ __esModule: true, default: extension });
    },
  };
})();
