# The contract suite that every transport passes, on the JDK of our side
# transports: kernel
# limit: 420
contract sock/kernel dev.sock.kernel.contract.KernelContract "$JAVA_HOME"
