# The contract suite that every transport passes, on the newest JDK
# transports: kernel
# needs: newest-jdk
# limit: 420
contract sock/kernel dev.sock.kernel.contract.KernelContract "$NEWEST_JAVA_HOME"
