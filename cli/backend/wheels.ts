/** The files of Python's package index in which TensorFlow's C library comes, each with its checksum. */

export interface Wheel {
  name: string;
  version: string;
  /** pip refuses any other file. */
  sha256: string;
  /** Python's version and the platform, as pip takes them; any Python can fetch it. */
  python: string;
  platform: string;
  /** Size of the file, in bytes. */
  bytes: number;
}

const tensorflow = "2.21.0";

const cpuWheels: Record<string, Wheel> = {
  "linux x64": {
    ...named("tensorflow-cpu", "manylinux_2_27_x86_64", 274e6),
    sha256: "dcc8afd32930e42d5296b6ee19078b773706830af4ea97fbe503b9f5e0f820cb",
  },
  "linux arm64": {
    ...named("tensorflow", "manylinux_2_27_aarch64", 270e6),
    sha256: "b07d15737406533898e36c7ef7944b1be18e9028dc521b9229952c537bbc5552",
  },
  "darwin arm64": {
    ...named("tensorflow", "macosx_12_0_arm64", 200e6),
    sha256: "56ecd7d47429acbe1df2694d50b75bf9fc3995ac92cb367cd9af6c4780ead712",
  },
};

function named(name: string, platform: string, bytes: number): Omit<Wheel, "sha256"> {
  return { name, version: tensorflow, python: "3.12", platform, bytes };
}

/** What `tensorflow[and-cuda]` takes from the maker of the cards: name, version, megabytes, platform, checksum. */
const cudaWheels = `
cublas-cu12       12.9.3.13  581 manylinux_2_27_x86_64  d7d51055f161b317c7105ddaae90e71eda059026074ffef93cf7cde2886bfe72
cuda-cupti-cu12   12.8.90     10 manylinux_2_17_x86_64  ea0cb07ebda26bb9b29ba82cda34849e73c166c18162d3913575b0c9db9a6182
cuda-nvcc-cu12    12.9.86     41 manylinux_2_12_x86_64  5d6a0d32fdc7ea39917c20065614ae93add6f577d840233237ff08e9a38f58f0
cuda-nvrtc-cu12   12.9.86     90 manylinux_2_12_x86_64  210cf05005a447e29214e9ce50851e83fc5f4358df8b453155d5e1918094dcb4
cuda-runtime-cu12 12.9.79      4 manylinux_2_17_x86_64  25bba2dfb01d48a9b59ca474a1ac43c6ebf7011f1b0b8cc44f54eb6ac48a96c3
cudnn-cu12        9.28.0.42  717 manylinux_2_27_x86_64  9ff58b7f36dacd0a93e89f8f2957b52466889217963701daa15e577317cfa375
cufft-cu12        11.4.1.4   201 manylinux_2_17_x86_64  c67884f2a7d276b4b80eb56a79322a95df592ae5e765cf1243693365ccab4e28
curand-cu12       10.3.10.19  69 manylinux_2_27_x86_64  49b274db4780d421bd2ccd362e1415c13887c53c214f0d4b761752b8f9f6aa1e
cusolver-cu12     11.7.5.82  339 manylinux_2_27_x86_64  15da72d1340d29b5b3cf3fd100e3cd53421dde36002eda6ed93811af63c40d88
cusparse-cu12     12.5.10.65 367 manylinux_2_17_x86_64  73060ce019ac064a057267c585bf1fd5a353734151f87472ff02b2c5c9984e78
nccl-cu12         2.32.3     352 manylinux_2_27_x86_64  bb94b2348e4861d5e8aa00b36c3d12d9bdf9c6369b82cbb723de0b582280a21c
nvjitlink-cu12    12.9.86     40 manylinux_2_12_x86_64  e3f1171dbdc83c5932a45f0f4c99180a70de9bd2718c1ab77d14104f6d7147f9`;

function cudaWheel(line: string): Wheel {
  const [name, version, megabytes, platform, sha256] = line.split(/ +/) as [
    string,
    string,
    string,
    string,
    string,
  ];
  return {
    name: `nvidia-${name}`,
    version,
    sha256,
    python: "3.12",
    platform,
    bytes: 1e6 * Number(megabytes),
  };
}

/**
 * The wheels for a machine, TensorFlow's first.
 *
 * @throws {Error} In one sentence, if there are none for it.
 */
export function wheelsFor({
  platform,
  arch,
  gpu,
}: {
  platform: string;
  arch: string;
  gpu: boolean;
}): Wheel[] {
  const machine = `${platform} ${arch}`;
  const wheel = cpuWheels[machine];
  if (!gpu && wheel) return [wheel];
  if (gpu && machine === "linux x64")
    return [
      {
        ...named("tensorflow", "manylinux_2_27_x86_64", 573e6),
        sha256: "b3b95643c4e70eb925839938fb35cbe142f317ec84af6844ee61513713bb13c0",
      },
      ...cudaWheels.trim().split("\n").map(cudaWheel),
    ];
  const known = gpu ? "linux x64" : Object.keys(cpuWheels).join(", ");
  throw new Error(
    `there is no TensorFlow library ${gpu ? "with CUDA " : ""}for ${machine}, only for ${known}`,
  );
}
